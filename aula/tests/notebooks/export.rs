//! Las páginas HTML se leen sin conexión: todo lo que muestran está dentro.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::command::{aula, text};

fn export(arguments: &[&str], folder: &Path) -> Output {
    aula("exportar").args(arguments).arg("--salida").arg(folder).output().unwrap()
}

/// Donde escribir unas páginas; todavía no existe.
fn folder(name: &str) -> PathBuf {
    crate::command::folder("paginas").join(name)
}

/// Los atributos con que una página pide algo de fuera, y lo que piden.
fn requests(html: &str) -> Vec<&str> {
    let starts = [" src=\"", "<link ", "url(", "@import"];
    let found = starts.iter().flat_map(|start| html.match_indices(start).map(|(at, start)| &html[at + start.len()..]));
    let ends = |c| "\">)'".contains(c);
    found.map(|rest| rest.trim_start_matches(['"', '\'']).split(ends).next().unwrap()).collect()
}

#[test]
fn the_pages_are_whole() {
    let folder = folder("todas");
    let run = export(&["01_leccion", "02_por_dentro"], &folder);
    assert!(run.status.success(), "{}", text(&run));

    for (name, title, figures) in
        [("01_leccion", "Gradiente descendente y backpropagation", 5), ("02_por_dentro", "La red por dentro", 22)]
    {
        let html = fs::read_to_string(folder.join(name).with_extension("html")).unwrap();
        assert!(html.contains("<html lang=\"es\">") && html.contains(&format!("<title>{title}</title>")), "{name}");

        let outside: Vec<_> =
            requests(&html).into_iter().filter(|what| what.contains("//") && !what.starts_with("data:")).collect();
        assert!(outside.is_empty(), "{name} pide de fuera: {outside:?}");
        assert!(
            !html.contains("<script"),
            "{name}: una página no necesita guiones, y los de nbconvert piden otros a la red"
        );

        // Las fórmulas, ya convertidas: de su LaTeX no queda nada.
        assert!(html.matches("<math ").count() > 10, "{name} sin fórmulas");
        for latex in ["$$", "\\frac", "\\begin{", "\\partial", "[4pt]", "&amp; ="] {
            assert!(!html.contains(latex), "{name} conserva «{latex}»");
        }

        // Las figuras, dentro y con su texto alternativo.
        assert!(html.matches("src=\"data:image/").count() >= figures, "{name}");
        assert!(!html.contains("No description has been provided"), "{name}: una figura sin texto alternativo");
    }
    let lesson = fs::read_to_string(folder.join("01_leccion.html")).unwrap();
    assert!(lesson.contains("La derivada es la pendiente de la tangente"));
    assert!(lesson.contains("Nuevo peso ajustado: 0.81143921"), "los resultados también van");
}

#[test]
fn what_cannot_be_exported_says_why_and_writes_nothing() {
    let missing = folder("nada");
    let run = export(&["99_nada"], &missing);
    assert!(!run.status.success() && text(&run).contains("No existe el cuaderno «99_nada»"), "{}", text(&run));
    assert!(!missing.exists());

    // Una carpeta que no puede existir, porque su sitio lo ocupa un archivo.
    let file = folder("archivo");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&file);
    fs::write(&file, "").unwrap();
    let run = export(&["01_leccion"], &file);
    assert!(!run.status.success() && text(&run).contains("No se puede crear la carpeta"), "{}", text(&run));
}
