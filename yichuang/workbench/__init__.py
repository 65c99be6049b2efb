"""Workbench: the officers' shell: sign-in, home, navigation. It composes the rooms below and owns no business rule."""
