"""Tools for contributors and reviewers: new files, reports due, ownership, comparison, removal guard, links."""
