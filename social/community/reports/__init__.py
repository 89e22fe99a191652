"""The state of the community for the board: drafted from numbers, edited, published."""
