//! Lo que un cuaderno muestra.
