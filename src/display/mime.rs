//! Lo que una vista enseña, sin saber a quién.

/// Una vista en todas las formas que tiene, cada una con su tipo MIME; la última es siempre texto. Es el `MIME bundle` de
/// Jupyter: quien la muestra entrega todas, y cada lector elige la mejor que entiende.
pub(crate) trait MimeBundle {
    /// Los contenidos, ya en texto: lo que son bytes va en base64.
    fn mime_bundle(&self) -> Vec<(&'static str, String)>;
}
