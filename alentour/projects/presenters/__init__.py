"""What the templates of the projet show."""
