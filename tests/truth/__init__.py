"""How true the claims are that are read in prose: judged texts, and invented sentences."""
