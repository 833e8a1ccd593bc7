export interface RecentIds {
  /** Remembers the id; false when it was remembered already. */
  add(id: string): boolean;
  has(id: string): boolean;
}

/** The last `limit` ids, oldest forgotten first. */
export function createRecentIds(limit: number): RecentIds {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      for (const oldest of ids) {
        if (ids.size <= limit) break;
        ids.delete(oldest);
      }
      return true;
    },
  };
}
