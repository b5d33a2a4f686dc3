"""What comes in, where it is kept, and what a viewer may see of it."""
