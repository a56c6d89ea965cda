"""Templates and style sheets: a book becomes pages' copy or an e-book's documents."""
