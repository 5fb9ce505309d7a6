"""What the generator promises, tried out."""
