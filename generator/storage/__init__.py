"""Writing files so that each is whole or not there, and the cache's store."""
