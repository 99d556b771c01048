"""Chapters as live notebooks: what JupyterLab is told, and how a saved chapter stays whole."""
