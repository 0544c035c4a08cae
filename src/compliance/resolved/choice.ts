/** A formula over choices: holds always, never, or as its decisions say. Equal formulas are the same object. */
export type Formula = boolean | Decision;

/** More decisions than that are not worth the wait; what needs them is said to be unknown. */
const MAX_DECISIONS = 20_000;

export class TooManyChoices extends Error {
  constructor() {
    super('it depends on more choices of the deployment than can be looked through');
  }
}

/** All choices of a deployment. */
export class Choices {
  private readonly byName = new Map<string, Choice>();
  private decisions = 0;

  /**
   * Something that the deployment decides.
   *
   * @param name what tells it from others
   * @param domain the values that there are; any text where that is not known
   */
  public of(name: string, domain?: readonly string[], label = name): Choice {
    let choice = this.byName.get(name);
    if (choice === undefined) {
      choice = new Choice(label, this.byName.size, () => this.count(), domain);
      this.byName.set(name, choice);
    }
    return choice;
  }

  /** Something that is true or not, of which no more is known. */
  public either(name: string, label = name): Formula {
    return this.of(name, ['false', 'true'], label).is('true');
  }

  /** What was decided for one question does not count for the next. */
  public startCounting(): void {
    this.decisions = 0;
  }

  private count(): void {
    this.decisions++;
    if (this.decisions > MAX_DECISIONS) {
      throw new TooManyChoices();
    }
  }
}

/** A variable of formulas: one value of its domain in every deployment. */
export class Choice {
  private readonly made = new Map<string, Decision>();

  constructor(
    public readonly label: string,
    public readonly order: number,
    private readonly count: () => void,
    public readonly domain?: readonly string[],
  ) {}

  public is(value: string): Formula {
    if (this.domain !== undefined && !this.domain.includes(value)) {
      return false;
    }
    return this.decide([value], other => other === value);
  }

  /**
   * Decides by the value.
   *
   * @param values those that may differ from the others; all of them where the domain is known
   */
  public decide(values: Iterable<string>, on: (value: string | undefined) => Formula): Formula {
    const otherwise = on(this.domain?.[0]);
    const branches = [...this.domain ?? new Set(values)].map((value): [string, Formula] => [value, on(value)])
      .filter(([, formula]) => formula !== otherwise);
    if (branches.length === 0) {
      return otherwise;
    }
    const key = [idOf(otherwise), ...branches.map(([value, formula]) => `${JSON.stringify(value)}${idOf(formula)}`).sort()].join();
    let decision = this.made.get(key);
    if (decision === undefined) {
      this.count();
      decision = new Decision(`${this.order}.${this.made.size}`, this, new Map(branches), otherwise);
      this.made.set(key, decision);
    }
    return decision;
  }
}

/** What holds for each value of a choice. */
export class Decision {
  public readonly conjunctions = new Map<Decision, Formula>();
  public negation?: Formula;

  constructor(
    public readonly id: string,
    public readonly choice: Choice,
    /** What holds for values of which something else holds than for the others. */
    public readonly branches: ReadonlyMap<string, Formula>,
    public readonly otherwise: Formula,
  ) {}

  /** @param value `undefined` stands for any that is not named */
  public on(value: string | undefined): Formula {
    return (value === undefined ? undefined : this.branches.get(value)) ?? this.otherwise;
  }
}

export function not(formula: Formula): Formula {
  if (typeof formula === 'boolean') {
    return !formula;
  }
  return formula.negation ??= formula.choice.decide(formula.branches.keys(), value => not(formula.on(value)));
}

export function and(one: Formula, other: Formula): Formula {
  if (typeof one === 'boolean') {
    return one ? other : false;
  }
  if (typeof other === 'boolean') {
    return other ? one : false;
  }
  if (one === other) {
    return one;
  }
  const [first, second] = one.choice.order < other.choice.order || (one.choice === other.choice && one.id < other.id) ? [one, other] : [other, one];
  let found = first.conjunctions.get(second);
  if (found === undefined) {
    const { choice } = first;
    const isSame = second.choice === choice;
    found = choice.decide([...first.branches.keys(), ...isSame ? second.branches.keys() : []],
      value => and(first.on(value), isSame ? second.on(value) : second));
    first.conjunctions.set(second, found);
  }
  return found;
}

export function or(one: Formula, other: Formula): Formula {
  return not(and(not(one), not(other)));
}

export function anyOf(formulas: readonly Formula[]): Formula {
  if (formulas.includes(true)) {
    return true;
  }
  const open = formulas.filter(formula => formula !== false);
  return open.length <= 1 ? open[0] ?? false : not(allOf(open.map(not)));
}

/** From the last to the first: what comes later is mostly decided later. */
export function allOf(formulas: readonly Formula[]): Formula {
  return formulas.reduceRight(and, true);
}

/** Both, but not the third. */
export function butNot(formula: Formula, excluded: Formula): Formula {
  return and(formula, not(excluded));
}

function idOf(formula: Formula): string {
  return typeof formula === 'boolean' ? String(formula) : formula.id;
}
