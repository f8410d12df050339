"""The private static site: view models, charts, and the way through MkDocs."""
