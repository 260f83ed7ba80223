"""The files that come with the program, as rows; and the way they enter the tables."""
