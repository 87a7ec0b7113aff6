"""What the templates of the care show."""
