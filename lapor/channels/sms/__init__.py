"""SMS, as 1708 works: by an HTTP gateway (Kannel or a signed one) or by SMPP."""
