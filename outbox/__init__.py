"""Room 3: dossiers go out. Products: Movement, Dossier, SignedDossier, Shipment."""
