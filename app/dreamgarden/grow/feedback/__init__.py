"""From a complaint to the changes it asks for: read in two languages, found in the plan, and proposed."""
