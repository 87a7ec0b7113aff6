"""A document as safe HTML: our own words for its header, its narrative stripped of anything that acts."""

from __future__ import annotations

from .page import render_fragment, render_html

__all__ = ["render_fragment", "render_html"]
