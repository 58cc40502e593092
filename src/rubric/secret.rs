/// Un valor esperado que no tiene que estar en el programa que corre el código de un estudiante.
///
/// Es `Some(valor)`. Pero si el crate que la usa se compila con `--cfg exam`, es `None`, y la expresión desaparece antes de compilarse:
/// ni el valor ni las cuentas que llevan a él llegan al binario.
///
/// ```
/// use gradiente::rubric::Rubric;
///
/// let points = Rubric::new("doble", 1.0).hidden(|| 2.0 * -1.5, gradiente::secret!(-3.0)).points();
/// assert_eq!(points, 1.0);
/// ```
#[macro_export]
macro_rules! secret {
    ($expected:expr) => {{
        // Quien la usa no tiene por qué haber declarado `exam`.
        #[allow(unexpected_cfgs)]
        let expected = match () {
            // Algún tipo tiene que tener.
            #[cfg(exam)]
            () => ::core::option::Option::None::<f64>,
            #[cfg(not(exam))]
            () => ::core::option::Option::Some($expected),
        };
        expected
    }};
}
