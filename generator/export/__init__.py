"""What is published for programs rather than readers: one file per format."""
