"""The registrar's work on pupils: every act is a change of files in the work tree, ready for ``propose``."""
