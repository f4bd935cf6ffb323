"""The demonstration: a named cast of invented people and firms, and the story they play.

Everything here goes through the services of the house, as a person would; it stands above all
other parts and none of them knows it. Tests use the same cast.
"""
