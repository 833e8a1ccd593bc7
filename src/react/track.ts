/** A view of the frozen `result` that notes the name of each field read; spread and rest read them all. */
export function track<TResult extends object>(result: TResult, tracked: Set<PropertyKey>): TResult {
  return new Proxy(result, {
    get(target, field) {
      if (Object.hasOwn(target, field)) tracked.add(field);
      return Reflect.get(target, field) as unknown;
    },
  });
}
