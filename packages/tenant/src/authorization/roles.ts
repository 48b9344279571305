import { roleId } from '../base/ready-made-ids.ts';

/** What of a domain's entities its holder may do, such as `conversation`, `webmessaging`, `accept`. */
export interface PermissionPolicy {
  readonly domain: string;
  readonly entityName: string;
  readonly actionSet: readonly string[];
}

/** What is written of a role. */
export interface RoleInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
  readonly permissionPolicies?: readonly PermissionPolicy[] | undefined;
}

export interface Role extends RoleInput {
  readonly id: string;
  /** Genesys's own name for it; undefined of a role that somebody made. */
  readonly defaultRoleId?: string | undefined;
}

/** That a user has a role in a division, or in every one (`*`). */
export interface Grant {
  readonly role: Role;
  readonly divisionId: string;
  readonly madeAt: Date;
}

/** The roles of the org and who has them. They are kept and shown: the simulation permits everybody everything. */
export class Roles {
  readonly #byId = new Map<string, Role>();
  /** By the id of the user. */
  readonly #grants = new Map<string, Grant[]>();
  #made = 0;

  constructor() {
    this.#put({ name: 'employee', description: 'Employee', defaultRoleId: 'employee' });
  }

  #put(role: Omit<Role, 'id'>): Role {
    this.#made++;
    const made = { ...role, id: roleId(this.#made) };
    this.#byId.set(made.id, made);
    return made;
  }

  all(): Role[] {
    return [...this.#byId.values()];
  }

  get(id: string): Role | undefined {
    return this.#byId.get(id);
  }

  withName(name: string): Role | undefined {
    return this.all().find((role) => role.name === name);
  }

  make(input: RoleInput): Role {
    return this.#put(input);
  }

  /** Writes a role anew. Its grants stay. */
  change(role: Role, input: RoleInput): Role {
    const changed = { ...input, id: role.id, defaultRoleId: role.defaultRoleId };
    this.#byId.set(role.id, changed);
    for (const [subject, grants] of this.#grants)
      this.#grants.set(
        subject,
        grants.map((grant) => (grant.role.id === role.id ? { ...grant, role: changed } : grant)),
      );
    return changed;
  }

  /** Takes the role away, also from who has it. */
  remove(id: string): void {
    this.#byId.delete(id);
    for (const [subject, grants] of this.#grants)
      this.#grants.set(
        subject,
        grants.filter(({ role }) => role.id !== id),
      );
  }

  grantsOf(subject: string): readonly Grant[] {
    return this.#grants.get(subject) ?? [];
  }

  /** How many users have the role. */
  usersWith(id: string): number {
    return [...this.#grants.values()].filter((grants) => grants.some(({ role }) => role.id === id)).length;
  }

  /** Grants a role once for each division, however often it is asked. */
  grant(subject: string, grant: Grant): void {
    const others = this.grantsOf(subject).filter((one) => !isSame(one, grant.role.id, grant.divisionId));
    this.#grants.set(subject, [...others, grant]);
  }

  /** Takes one grant away. False where there is none. */
  revoke(subject: string, id: string, divisionId: string): boolean {
    const before = this.grantsOf(subject);
    const after = before.filter((one) => !isSame(one, id, divisionId));
    this.#grants.set(subject, after);
    return after.length < before.length;
  }
}

const isSame = (grant: Grant, id: string, divisionId: string): boolean =>
  grant.role.id === id && grant.divisionId === divisionId;
