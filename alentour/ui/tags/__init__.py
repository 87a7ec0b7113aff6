"""Template tags of the design system, by family; loaded together by ``{% load ui %}``."""
