"""How do templates become quick code? Jinja's own compiler, without some of its costly habits.

What comes out is the same, byte for byte. A partial becomes part of each template that includes it;
what is printed is collected rather than passed on piece by piece; the functions of the frame are
called without being asked each time whether they want to know the context.
"""

from keyword import iskeyword
from typing import Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

FUNCTIONS = frozenset({"say", "lang", "card_html"})
"""What the frame gives templates to call; none of these asks for Jinja's context."""
_FRAME = FUNCTIONS | {"base", "head", "site", "view", "versions"}
_OWN: tuple[type[nodes.Node], ...] = (
    nodes.Extends,
    nodes.Block,
    nodes.Macro,
    nodes.Import,
    nodes.FromImport,
)
"""What only a template of its own can hold."""
_OWN_NAMES = frozenset({"self", "super", "caller"})
"""What means something else in a template of its own."""


class QuickEnvironment(Environment):
    """An environment whose templates are compiled to quicker code. Their sources must not change."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._parts: dict[str, list[nodes.Node] | None] = {}

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        source = _Inliner(self, ()).visit(source)
        return super()._generate(source, *args, **options)

    def part(self, name: str, within: tuple[str, ...]) -> list[nodes.Node] | None:
        """What a partial has in it, others having been put into it; None where it has to stay apart.

        `within` are the templates that it would be put into, one in another.
        """
        if name not in self._parts:
            self._parts[name] = self._part(name, within)
        return self._parts[name]

    def _part(self, name: str, within: tuple[str, ...]) -> list[nodes.Node] | None:
        assert self.loader is not None
        try:
            source, file, _ = self.loader.get_source(self, name)
            partial = self.parse(source, name, file)
        except (TemplateNotFound, TemplateSyntaxError):
            return None  # It fails where it is reached, if it is.
        names = {found.name for found in partial.find_all(nodes.Name)}
        if any(partial.find_all(_OWN)) or names & _OWN_NAMES:
            return None
        body: list[nodes.Node] = _Inliner(self, (*within, name)).visit(partial).body
        return body

    @staticmethod
    def shown(value: Any) -> str:
        """A value as HTML shows it; most hold nothing that has to be escaped."""
        if type(value) is Markup:
            return value
        if type(value) is str and not (
            "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        ):
            return value
        return escape(value)


class _Inliner(NodeTransformer):
    """Puts partials in the place where they are included."""

    def __init__(self, environment: QuickEnvironment, within: tuple[str, ...]) -> None:
        self._environment = environment
        self._within = within

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 (the library's name)
        """A partial in a scope of its own, where it means the same there."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or not node.with_context or name in self._within:
            return node
        part = self._environment.part(name, self._within)
        return node if part is None else nodes.Scope(part, lineno=node.lineno)


class _Generator(CodeGenerator):
    """Writes the Python code of a template."""

    _used: frozenset[str] = frozenset()
    """What the template uses of its frame."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The whole template."""
        self._used = _FRAME & {name.name for name in node.find_all(nodes.Name)}
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """What each function begins with."""
        super().write_commons()
        self.writeline("shown = environment.shown")

    def enter_frame(self, frame: Frame) -> None:
        """Look up once what a template or a block uses, and collect what it prints."""
        if _is_outermost(frame):
            for name in sorted(self._used):
                frame.symbols.load(name)
        super().enter_frame(frame)
        if _is_outermost(frame):
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """Pass on at once what was collected."""
        super().leave_frame(frame, with_python_scope)
        if _is_outermost(frame):
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Call a function of the frame directly."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        reserved = any(iskeyword(one.key) for one in node.kwargs)
        if name not in FUNCTIONS or node.dyn_args or node.dyn_kwargs or reserved:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")


def _is_outermost(frame: Frame) -> bool:
    return frame.parent is None and (frame.toplevel or frame.block_frame)


QuickEnvironment.code_generator_class = _Generator
