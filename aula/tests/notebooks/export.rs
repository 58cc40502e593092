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
        assert!(html.contains("default-src 'none'"), "{name} no se prohíbe pedir nada a la red");

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
    let inside = fs::read_to_string(folder.join("02_por_dentro.html")).unwrap();
    // Guiones, solo donde hay algo que se mueve, y debajo de la figura que ya se ve sin ellos.
    for part in ["cadena", "neurona", "xor"] {
        let (before, _) =
            lesson.split_once(&format!("data-parte=\"{part}\" hidden")).unwrap_or_else(|| panic!("falta «{part}»"));
        assert!(before.trim_end_matches("<div class=\"viva parte\" ").trim_end().ends_with("</div>"), "{part}");
        let figure = before.rfind("<img alt=").expect("una figura delante");
        assert!(before[figure..].len() - before[figure..].find(">").unwrap() < 100, "«{part}» no está debajo de su figura");
    }
    // Y en todas, el que apunta hasta dónde se leyó.
    assert_eq!((lesson.matches("<script").count(), inside.matches("<script").count()), (4, 1));

    // Las páginas se enlazan entre sí, y cada sección tiene su sitio en el contenido.
    assert!(
        lesson.contains("href=\"02_por_dentro.html\" rel=\"next\"")
            && inside.contains("href=\"01_leccion.html\" rel=\"prev\"")
    );
    for anchor in ["Una-sola-neurona", "El-entrenamiento"] {
        let (link, heading) = (format!("href=\"#{anchor}\""), format!("id=\"{anchor}\""));
        assert!(lesson.contains(&link) && lesson.contains(&heading), "{anchor}");
    }
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    for page in ["01_leccion.html", "02_por_dentro.html", "laboratorio.html", "practica.html"] {
        assert!(index.contains(&format!("href=\"{page}\"")), "la portada no lleva a {page}");
    }
    assert!(lesson.contains("La derivada es la pendiente de la tangente"));
    assert!(lesson.contains("Nuevo peso ajustado: 0.81143921"), "los resultados también van");
}

/// El laboratorio y la práctica son un solo archivo que no pide nada, con la biblioteca dentro, y dicen qué hacer a quien no
/// puede ejecutarlo.
#[test]
fn the_live_pages_are_one_file_each() {
    let folder = folder("laboratorio");
    let run = export(&["03_ejercicios"], &folder);
    assert!(run.status.success(), "{}", text(&run));
    for (page, ids) in [
        ("laboratorio.html", &["entrenar", "hasta", "epoca", "error"][..]),
        ("practica.html", &["familia", "respuesta", "solucion", "siguiente", "codigo"]),
    ] {
        let html = fs::read_to_string(folder.join(page)).unwrap();
        assert_eq!(requests(&html), Vec::<&str>::new());
        assert!(html.contains("default-src 'none'") && html.contains("<noscript>") && !html.contains("connect-src"));
        for id in ids {
            assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        let module = html.split_once("id=\"modulo\">").and_then(|(_, rest)| rest.split_once("</script>")).unwrap().0;
        assert!(
            module.starts_with("H4sI") && module.len() < 550_000 * 4 / 3,
            "el módulo, comprimido y en base64, no pasa de 550 KB"
        );
    }

    let exercises = fs::read_to_string(folder.join("03_ejercicios.html")).unwrap();
    assert!(exercises.contains("para escribirlos hace falta el cuaderno"));
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
