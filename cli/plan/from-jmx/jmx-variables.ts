import { everyElement, rowsIn, type TestElement } from './test-elements.ts';

/** The variables of a test plan: those that users define in it, and the properties that JMeter is given with -J. */
export class JmxVariables {
  readonly #values = new Map<string, string>();
  readonly #properties: Readonly<Record<string, string>>;

  constructor(elements: readonly TestElement[], properties: Readonly<Record<string, string>>) {
    this.#properties = properties;
    for (const element of everyElement(elements)) {
      if (!element.isEnabled || !['TestPlan', 'Arguments'].includes(element.kind)) continue;
      for (const { named } of rowsIn(element, 'Arguments.arguments'))
        this.#values.set(named['Argument.name'] ?? '', this.filled(named['Argument.value'] ?? ''));
    }
  }

  /** The text with each variable and property whose value is known; the others stay as they are. */
  filled(text: string): string {
    return text
      .replace(/\$\{__(?:P|property)\(([^,()]*)(?:,([^()]*))?\)\}/g, (all, name: string, fallback?: string) => {
        return this.#properties[name.trim()] ?? fallback?.trim() ?? all;
      })
      .replace(/\$\{(\w[\w.-]*)\}/g, (all, name: string) => this.#values.get(name) ?? all);
  }

  /** A property as a number, or undefined where it is empty. Throws an error of one line where it has no value. */
  number({ line, kind, properties }: TestElement, property: string): number | undefined {
    const text = this.filled(properties.get(property) ?? '');
    if (text === '') return undefined;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new Error(
      `line ${line}: ${kind} ${property}: ${text}; allowed: a number, or -J name=value for a property of it`,
    );
  }
}
