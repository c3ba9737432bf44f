"""One person's open plan, without a screen: workspace, frames, day, journal, save, merge, watch."""
