"""The linker: relocatable fragments of pages become one tagged PDF."""
