"""What an article is: frozen values, and nothing that reads or stores them."""
