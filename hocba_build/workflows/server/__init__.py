"""At the school's server and forge: the hooks, the pull request, the workflows, who owns which file."""
