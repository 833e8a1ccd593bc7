const forbidden = /[/\\%?#\p{Cc}\p{Cs}]/u;

/** Whether `id` can stand in a path as one segment and stay one, however often it is decoded upstream. */
export function isPathId(id: unknown): id is string {
  if (typeof id !== 'string' || id === '' || id.length > 200) return false;
  return id !== '.' && id !== '..' && !forbidden.test(id);
}
