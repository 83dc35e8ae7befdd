import { CompiledQuery, type Kysely } from "kysely";
import type { Db } from "pg-boss";
import type { Tables } from "../rows/tables.js";

/** A transaction of ours, in which pg-boss works as well. */
export function asBossDatabase(transaction: Kysely<Tables>): Db {
  return {
    async executeSql(text, values = []) {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows };
    },
  };
}
