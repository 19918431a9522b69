"""Find a number: `timeline` draws what one person was sent."""
