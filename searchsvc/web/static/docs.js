// Writes /openapi.json out as a page. Text goes in as text nodes only, never as markup.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** An element with attributes and children; strings become text. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text in which `backticks` are code. */
function prose(text) {
  return (text || "").split(/(`[^`]+`)/).map((piece) =>
    piece.startsWith("`") && piece.length > 1 ? element("code", {}, piece.slice(1, -1)) : piece,
  );
}

/** Paragraphs between blank lines. */
function paragraphs(text) {
  return (text || "").split(/\n\s*\n/).filter(Boolean).map((part) => element("p", {}, prose(part)));
}

class Page {
  constructor(spec) {
    this.spec = spec;
  }

  /** What a `$ref` stands for. */
  resolve(node) {
    let found = node || {};
    while (found.$ref) {
      found = found.$ref.replace(/^#\//, "").split("/").reduce((inner, key) => inner[key], this.spec);
    }
    return found;
  }

  operations() {
    const byTag = new Map(this.spec.tags.map((tag) => [tag.name, { tag, calls: [] }]));
    for (const [path, item] of Object.entries(this.spec.paths)) {
      for (const method of METHODS.filter((name) => item[name])) {
        const operation = item[method];
        const id = `${method}${path}`.replace(/[^a-zA-Z0-9]+/g, "-");
        const parameters = [...(item.parameters || []), ...(operation.parameters || [])];
        byTag.get(operation.tags[0]).calls.push({ id, method, path, operation, parameters });
      }
    }
    return [...byTag.values()];
  }

  write() {
    const groups = this.operations();
    const { info } = this.spec;
    document.getElementById("contents").replaceChildren(
      ...groups.flatMap(({ tag, calls }) => [
        element("h2", {}, tag.name),
        element("ul", {}, calls.map((call) => element("li", {}, this.link(call)))),
      ]),
    );
    document.getElementById("top").replaceChildren(
      element("h1", {}, `${info.title} `, element("small", {}, info.version)),
      ...paragraphs(info.description),
      ...groups.map(({ tag, calls }) =>
        element("section", {}, element("h2", {}, tag.description || tag.name), calls.map((call) => this.call(call))),
      ),
      this.errors(),
    );
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  link({ id, method, path }) {
    return element("a", { href: `#${id}` }, this.method(method), path);
  }

  method(method) {
    return element("span", { class: `method ${method}` }, method.toUpperCase(), " ");
  }

  call({ id, method, path, operation, parameters }) {
    return element(
      "article",
      { id },
      element("h3", {}, operation.summary || path),
      element("div", { class: "call" }, this.method(method), element("code", {}, path)),
      paragraphs(operation.description),
      this.parameters(parameters),
      this.body(operation.requestBody),
      this.responses(operation.responses || {}),
    );
  }

  parameters(parameters) {
    if (!parameters.length) return null;
    const rows = parameters.map((given) => {
      const parameter = this.resolve(given);
      const where = parameter.in === "query" ? null : element("span", { class: "kind" }, ` in ${parameter.in}`);
      return this.row(parameter.name, parameter.schema, parameter.required, parameter, where);
    });
    return [element("h4", {}, "Parameters"), element("div", { class: "scroll" }, element("table", {}, rows))];
  }

  body(given) {
    if (!given) return null;
    return [
      element("h4", {}, "Body", given.required ? element("span", { class: "required" }, " required") : null),
      this.content(given.content),
    ];
  }

  content(content) {
    return Object.entries(content || {}).map(([type, media]) =>
      element(
        "div",
        {},
        element("code", {}, type),
        media.example === undefined ? null : element("pre", {}, this.example(media.example)),
        media.schema ? this.members(media.schema, [], "Fields") : null,
      ),
    );
  }

  example(example) {
    if (Array.isArray(example) && example.every((one) => typeof one === "string")) return example.join(", ");
    return typeof example === "string" ? example : JSON.stringify(example, null, 2);
  }

  responses(responses) {
    const own = Object.entries(responses).filter(([, response]) => !response.$ref);
    return own.map(([status, response]) => [
      element("h4", {}, `${status}: ${response.description || ""}`),
      this.content(response.content),
    ]);
  }

  /** What all calls answer where something is wrong. */
  errors() {
    const shared = this.resolve({ $ref: "#/components/responses/DEFAULT_ERROR" });
    return element(
      "section",
      { id: "errors" },
      element("h2", {}, "Errors of every call"),
      paragraphs(shared.description),
      this.content(shared.content),
    );
  }

  /** A row of a table of parameters or members. */
  row(name, schema, required, described, extra) {
    const resolved = this.resolve(schema);
    const text = (described && described.description) || resolved.description;
    const example = (described && described.example) ?? resolved.example;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name, required ? element("span", { class: "required" }, " required") : null),
      element(
        "td",
        {},
        element("span", { class: "kind" }, this.kind(schema)),
        extra,
        paragraphs(text),
        example === undefined ? null : element("p", {}, "Example: ", element("code", {}, this.example(example))),
      ),
    );
  }

  /** In words, what values a schema allows. */
  kind(given) {
    const schema = this.resolve(given);
    if (schema.anyOf) return schema.anyOf.map((one) => this.kind(one)).join(" or ");
    const types = [schema.type || "any"].flat();
    const words = types.map((type) => (type === "array" ? `array of ${this.kind(schema.items)}` : type)).join(" or ");
    const facts = [
      schema.enum ? `one of ${schema.enum.filter((one) => one !== null).join(", ")}` : null,
      schema.format,
      schema.minimum === undefined ? null : `from ${schema.minimum}`,
      schema.maximum === undefined ? null : `to ${schema.maximum}`,
      schema.default === undefined || schema.default === null || schema.default === "" || schema.default.length === 0
        ? null
        : `default ${schema.default}`,
    ];
    return [words, ...facts.filter(Boolean)].join(", ");
  }

  /** The members of an object, those of its members inside; `above` guards against a schema in itself. */
  members(given, above, title) {
    const schema = this.resolve(given);
    if (schema.anyOf) {
      const inner = schema.anyOf.find((one) => this.resolve(one).properties);
      return inner ? this.members(inner, above, title) : null;
    }
    if (schema.type === "array" || schema.items) return this.members(schema.items, above, title);
    if (schema.additionalProperties && typeof schema.additionalProperties === "object") {
      return this.members(schema.additionalProperties, above, title);
    }
    if (!schema.properties || above.includes(schema)) {
      // A member's row has its description already.
      return schema.description && !above.length ? paragraphs(schema.description) : null;
    }
    const required = schema.required || [];
    const rows = Object.entries(schema.properties).map(([name, member]) =>
      this.row(name, member, required.includes(name), null, this.members(member, [...above, schema], "Members")),
    );
    return element("details", {}, element("summary", {}, title), element("table", {}, rows));
  }
}

fetch("/openapi.json")
  .then((answer) => {
    if (!answer.ok) throw new Error(`/openapi.json answered ${answer.status}`);
    return answer.json();
  })
  .then((spec) => new Page(spec).write())
  .catch((error) => {
    document.getElementById("state").textContent = `The documentation cannot be shown: ${error.message}`;
  });
