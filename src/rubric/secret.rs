/// Un valor esperado que no tiene que estar al alcance del código de un estudiante: `Some(valor)`.
///
/// Quien califica borra del texto de la prueba lo que hay entre los paréntesis antes de compilarla junto a una respuesta.
///
/// ```
/// use gradiente::rubric::Rubric;
///
/// let points = Rubric::new("doble", 1.0).hidden(|| 2.0 * -1.5, gradiente::secret!(-3.0)).points();
/// assert_eq!(points, 1.0);
/// ```
#[macro_export]
macro_rules! secret {
    ($expected:expr) => {
        ::core::option::Option::Some($expected)
    };
    // Lo que queda cuando quien califica borra el valor. De un `None` a secas no se deduce el tipo: vale cualquiera.
    () => {
        ::core::option::Option::None::<f64>
    };
}
