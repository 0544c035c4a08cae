"""MiniStack with the strictness of the services where its own provisioners are lenient."""
