/**
 * Names in the store (`ticket_ref`) and in the code (`ticketRef`). Kysely's own plugin copies the whole tree of every
 * statement to write its names anew; here they are written where a name is printed.
 */
import {
  CamelCasePlugin,
  PostgresDialect,
  PostgresQueryCompiler,
  type QueryCompiler,
  type RootOperationNode,
  SqliteDialect,
  SqliteQueryCompiler,
} from 'kysely'

/** What comes back is named as the plugin names it; what goes out has been left to the dialects below. */
class StoredNames extends CamelCasePlugin {
  override transformQuery({ node }: { readonly node: RootOperationNode }): RootOperationNode {
    return node
  }

  inStore(name: string): string {
    return this.snakeCase(name)
  }
}

/** Goes with the dialects of this file, and with no other. */
export const storedNames = new StoredNames({ maintainNestedObjectKeys: true })

class SqliteNames extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(storedNames.inStore(name))
  }
}

class PostgresNames extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(storedNames.inStore(name))
  }
}

export class SqliteWithNames extends SqliteDialect {
  override createQueryCompiler(): QueryCompiler {
    return new SqliteNames()
  }
}

export class PostgresWithNames extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new PostgresNames()
  }
}
