/** Blank leaflets while the list is on its way. */
export function ListSkeleton() {
  return (
    <div role="status">
      <p className="mb-5 px-1 font-semibold">Asking the model</p>
      <div aria-hidden="true" className="grid gap-6 lg:gap-4">
        {[0, 1, 2].map((key) => (
          <div key={key} className="leaflet">
            <div className="panel aspect-[4/3] lg:aspect-auto lg:h-80" />
            <div className="panel h-56 lg:h-80" />
            <div className="panel h-56 lg:h-80" />
          </div>
        ))}
      </div>
    </div>
  )
}
