"""Between the spider and the network: what may be asked for, how often, and what came back as it was served."""
