"""Association mining: pure rules."""
