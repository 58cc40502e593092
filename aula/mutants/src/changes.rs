//! Los cambios pequeños que se le pueden hacer a un código: qué trozo se cambia, y por qué.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Stmt, UnOp};

use crate::kind::Kind;

/// Lo que se escribe en lugar de un trozo del texto.
pub struct Change {
    pub kind: Kind,
    pub place: Range<usize>,
    pub with: String,
}

/// Los métodos que devuelven algo del mismo tipo que aquello a lo que se aplican: sin ellos, casi siempre compila.
const DROPPED: [&str; 12] = ["t", "mapv", "abs", "sqrt", "exp", "ln", "tanh", "powi", "recip", "max", "min", "signum"];

/// Todos, en el orden en que se encuentran al leer el código.
pub fn of(text: &str, file: &syn::File) -> Vec<Change> {
    let mut finder = Finder { text, found: Vec::new() };
    finder.visit_file(file);
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<Change>,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Binary(it) => self.binary(it),
            Expr::Unary(it) => self.unary(it),
            Expr::Lit(it) => self.literal(&it.lit),
            Expr::Call(it) => self.swap_arguments(&it.args),
            Expr::Tuple(it) => self.swap_arguments(&it.elems),
            Expr::MethodCall(it) => self.method(it),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_stmt(&mut self, node: &'ast Stmt) {
        // Sin un `let`, lo que sigue no compila; sin la última expresión, tampoco.
        if let Stmt::Expr(Expr::Assign(_) | Expr::MethodCall(_) | Expr::Binary(_), Some(_)) = node {
            self.change(Kind::Line, node.span(), String::new());
        }
        visit::visit_stmt(self, node);
    }

    /// Lo que va dentro de un tipo, como el 2 de `[f64; 2]`, no es parte del cálculo.
    fn visit_type(&mut self, _: &'ast syn::Type) {}

    /// Ni un patrón: con otro número, casi nunca compila.
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
}

impl Finder<'_> {
    fn change(&mut self, kind: Kind, span: proc_macro2::Span, with: String) {
        self.found.push(Change { kind, place: span.byte_range(), with });
    }

    fn text(&self, node: &impl Spanned) -> String {
        self.text[node.span().byte_range()].to_string()
    }

    fn binary(&mut self, it: &syn::ExprBinary) {
        let (left, right) = (self.text(&it.left), self.text(&it.right));
        let changes: &[(Kind, &str)] = match it.op {
            BinOp::Add(_) => &[(Kind::Operator, "-")],
            BinOp::Sub(_) => &[(Kind::Operator, "+")],
            BinOp::Mul(_) => &[(Kind::Operator, "/")],
            BinOp::Div(_) | BinOp::Rem(_) => &[(Kind::Operator, "*")],
            BinOp::And(_) => &[(Kind::Operator, "||")],
            BinOp::Or(_) => &[(Kind::Operator, "&&")],
            BinOp::AddAssign(_) => &[(Kind::Operator, "-=")],
            BinOp::SubAssign(_) => &[(Kind::Operator, "+=")],
            BinOp::MulAssign(_) => &[(Kind::Operator, "/=")],
            BinOp::DivAssign(_) => &[(Kind::Operator, "*=")],
            BinOp::Lt(_) => &[(Kind::Edge, "<="), (Kind::Comparison, ">")],
            BinOp::Le(_) => &[(Kind::Edge, "<"), (Kind::Comparison, ">=")],
            BinOp::Gt(_) => &[(Kind::Edge, ">="), (Kind::Comparison, "<")],
            BinOp::Ge(_) => &[(Kind::Edge, ">"), (Kind::Comparison, "<=")],
            BinOp::Eq(_) => &[(Kind::Comparison, "!=")],
            BinOp::Ne(_) => &[(Kind::Comparison, "==")],
            _ => return,
        };
        for (kind, other) in changes {
            self.change(*kind, it.op.span(), other.to_string());
        }
        match it.op {
            BinOp::Add(_) | BinOp::Mul(_) => {
                self.change(Kind::Term, it.span(), left);
                self.change(Kind::Term, it.span(), right);
            }
            BinOp::Sub(_) | BinOp::Div(_) => {
                let op = self.text(&it.op);
                self.change(Kind::Swap, it.span(), format!("({right}) {op} ({left})"));
                self.change(Kind::Term, it.span(), left);
            }
            _ => {}
        }
    }

    /// Un signo menos, o una negación, de menos. El préstamo y la desreferencia no se tocan.
    fn unary(&mut self, it: &syn::ExprUnary) {
        if matches!(it.op, UnOp::Neg(_) | UnOp::Not(_)) {
            self.change(Kind::Sign, it.op.span(), String::new());
        }
    }

    fn literal(&mut self, literal: &Lit) {
        let next = match literal {
            Lit::Float(it) => it.base10_parse::<f64>().map(|value| format!("{:?}{}", value + 1.0, it.suffix())).ok(),
            Lit::Int(it) => it.base10_parse::<u64>().map(|value| format!("{}{}", value + 1, it.suffix())).ok(),
            Lit::Bool(it) => Some((!it.value).to_string()),
            _ => None,
        };
        if let Some(next) = next {
            self.change(Kind::Constant, literal.span(), next);
        }
    }

    /// Los dos primeros argumentos de una llamada o valores de una tupla, y los dos siguientes, cada uno en el lugar del
    /// otro.
    fn swap_arguments(&mut self, arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>) {
        let list: Vec<&Expr> = arguments.iter().collect();
        for pair in list.windows(2) {
            let (one, other) = (self.text(pair[0]), self.text(pair[1]));
            let place = pair[0].span().byte_range().start..pair[1].span().byte_range().end;
            if one != other {
                self.found.push(Change { kind: Kind::Swap, place, with: format!("{other}, {one}") });
            }
        }
    }

    fn method(&mut self, it: &syn::ExprMethodCall) {
        if DROPPED.contains(&it.method.to_string().as_str()) {
            let receiver = self.text(&it.receiver);
            self.change(Kind::Call, it.span(), receiver);
        }
        let opposite = match it.method.to_string().as_str() {
            "max" => "min",
            "min" => "max",
            _ => return self.swap_arguments(&it.args),
        };
        self.change(Kind::Call, it.method.span(), opposite.to_string());
    }
}
