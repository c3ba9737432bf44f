"""Files of other programs for plans and indicators, made into tables whose titles the reading knows; what of them is open is asked."""
