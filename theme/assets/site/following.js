// Which topics and stories does a reader follow? They stand first on the front page.

const MOST = 100;
/** What is moved on the front page. */
const MOVED = "main :is(.lead, .section, .rail-list > li):has(a)";

const isValid = ({ pages }) => Object.values(pages).every((name) => name.trim());
let watching;

export default async function following(site) {
  const { make, root } = site;
  const followed = () => site.recall("follows", isValid)?.pages ?? {};

  function follow(path, name, on) {
    const { [path]: _, ...others } = followed();
    const all = Object.entries(on ? { ...others, [path]: name } : others);
    const known = { pages: Object.fromEntries(all.slice(-MOST)) };
    site.remember("follows", () => known);
    site.announce(on ? "following" : "not_following", { name });
    show();
  }

  /** The button of a topic's or a story's page. */
  function showButton(say) {
    const [path] = site.path.match(/^\w+\/[^/]+/);
    const title = document.querySelector("main h1");
    let button = document.querySelector(".follow");
    if (!button) {
      button = make("button", { type: "button", class: "quiet follow" }, say("follow"));
      button.onclick = () => follow(path, title.textContent.trim(), !(path in followed()));
      const line = [...title.parentElement.querySelectorAll(":scope > p.label")].at(-1);
      if (line) line.append(" ", button);
      else title.after(button);
    }
    button.setAttribute("aria-pressed", path in followed());
  }

  /** The parts of the front page about what is followed. */
  const parts = () =>
    [...document.querySelectorAll(MOVED)].filter(
      (part) => site.pathOf(part.querySelector("a")) in followed(),
    );

  function showList(say) {
    for (const mark of document.querySelectorAll(".followed, .following")) mark.remove();
    for (const part of parts()) {
      const mark = make("span", { class: "label followed" }, ` ${say("followed")}`);
      part.querySelector("a").after(mark);
    }
    const pages = Object.entries(followed());
    if (!pages.length) return;
    const items = pages.map(([path, name]) => {
      const hidden = make("span", { class: "visually-hidden" }, ` ${name}`);
      const button = make("button", { type: "button", class: "quiet" }, say("unfollow"), hidden);
      button.onclick = () => {
        follow(path, name, false);
        document.querySelector("main").focus({ preventScroll: true });
      };
      return make("li", {}, make("a", { href: `${root.pathname + path}/` }, name), " ", button);
    });
    (document.querySelector("main > .rail") ?? document.querySelector("main > .column")).append(
      make(
        "section",
        { class: "following", "aria-labelledby": "following" },
        make("h2", { id: "following" }, say("follows")),
        make("ul", { class: "names-list" }, ...items),
      ),
    );
  }

  const show = async () => (site.path ? showButton : showList)(await site.speaker());

  if (!site.path) {
    for (const part of parts().reverse())
      [...part.parentElement.children].find((one) => one.matches(MOVED)).before(part);
    if (!watching && !Object.keys(followed()).length) return;
  }
  if (!watching) site.onChange("follows", show);
  watching = true;
  await show();
}
