"""Writing files whole, and keeping what was made before."""
