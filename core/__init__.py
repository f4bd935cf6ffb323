"""The platform: parts that know nothing about licences."""
