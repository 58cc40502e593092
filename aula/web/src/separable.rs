//! ¿Separa una recta los ejemplos de dos clases?

/// Un punto del plano.
type At = (f64, f64);

/// ¿Hay una recta con todos los puntos de `a` a un lado y todos los de `b` al otro? La hay cuando sus envolventes convexas no
/// se tocan: ningún segmento de una corta a los de la otra, ni hay puntos de una en los triángulos de la otra.
///
/// ```
/// use web::separable::separable;
///
/// let (corner, others) = ([(1.0, 1.0)], [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)]);
/// assert!(separable(&corner, &others)); // AND
/// assert!(!separable(&[(0.0, 1.0), (1.0, 0.0)], &[(0.0, 0.0), (1.0, 1.0)])); // XOR
/// assert!(!separable(&[(0.3, 0.3)], &others)); // dentro del triángulo
/// ```
pub fn separable(a: &[At], b: &[At]) -> bool {
    let crossed = pairs(a).any(|(p, q)| pairs(b).any(|(r, s)| cross(p, q, r, s)));
    let inside = |points: &[At], others: &[At]| points.iter().any(|&at| in_some_triangle(at, others));
    !crossed && !inside(a, b) && !inside(b, a)
}

/// Todos los segmentos, y cada punto como un segmento de largo cero.
fn pairs(points: &[At]) -> impl Iterator<Item = (At, At)> {
    points.iter().enumerate().flat_map(move |(i, &p)| points[i..].iter().map(move |&q| (p, q)))
}

/// De qué lado de la recta que va de `p` a `q` está `r`: el doble del área del triángulo, con signo.
fn turn(p: At, q: At, r: At) -> f64 {
    (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)
}

/// ¿Está `r`, que se sabe en la recta de `p` y `q`, entre los dos?
fn between(p: At, q: At, r: At) -> bool {
    let within = |a: f64, b: f64, c: f64| a.min(b) <= c && c <= a.max(b);
    within(p.0, q.0, r.0) && within(p.1, q.1, r.1)
}

fn cross(p: At, q: At, r: At, s: At) -> bool {
    let (a, b, c, d) = (turn(p, q, r), turn(p, q, s), turn(r, s, p), turn(r, s, q));
    let opposite = |a: f64, b: f64| (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0);
    (opposite(a, b) && opposite(c, d))
        || (a == 0.0 && between(p, q, r))
        || (b == 0.0 && between(p, q, s))
        || (c == 0.0 && between(r, s, p))
        || (d == 0.0 && between(r, s, q))
}

fn in_some_triangle(at: At, points: &[At]) -> bool {
    let first = |i: usize| points[i + 1..].iter().enumerate().map(move |(j, &q)| (i + 1 + j, q));
    (0..points.len()).any(|i| {
        first(i).any(|(j, q)| {
            points[j + 1..].iter().any(|&r| {
                let turns = [turn(points[i], q, at), turn(q, r, at), turn(r, points[i], at)];
                turns.iter().all(|turn| *turn > 0.0) || turns.iter().all(|turn| *turn < 0.0)
            })
        })
    })
}
