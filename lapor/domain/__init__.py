"""What the institution does: sixteen rooms, ordered from the roof to the ground."""
