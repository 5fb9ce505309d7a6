"""What contributors and reviewers use: new files, ownership, comparison, links."""
