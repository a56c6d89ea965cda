"""The theme: templates, style sheets, typefaces, editions and artwork that both media share."""
